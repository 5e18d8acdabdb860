#!/bin/sh
# Open a shell as root in a copy of the system: copy_system.sh SCRATCH REPOSITORY PACKAGES
#
# It is the first process of namespaces of its own (mounts, network, processes). What is written
# goes to a file system in memory, and vanishes with the last process. The copy has the programs
# of the machine, but no server, cluster or service of it, and only an own network.
set -eu

scratch=$1
repository=$2
packages=$3
here=$(cd "$(dirname "$0")" && pwd)
umask 022

mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/upper" "$scratch/work" "$scratch/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
root=$scratch/root

# what a bare Debian does not have, or has empty
for folder in dev root run srv tmp etc/postgresql var/lib/postgresql var/lib/apt/lists var/log \
    etc/routemap opt/routemap var/cache/routemap; do
    if [ -d "$root/$folder" ]; then
        mount -t tmpfs -o mode=755 tmpfs "$root/$folder"
    fi
done
chmod 700 "$root/root"
chmod 1777 "$root/tmp"
rm -f "$root/etc/systemd/system/routemap@.service"

mkdir -m 1777 "$root/dev/shm"
for device in null zero full random urandom tty; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -t proc proc "$root/proc"
ip link set lo up

# another overlay, because the packages can be on another file system
mkdir "$root/given" "$root/given/repository" "$root/given/site-packages" "$scratch/given" "$scratch/given.work"
mount --bind -o ro "$repository" "$root/given/repository"
mount -t overlay overlay -o "lowerdir=$packages,upperdir=$scratch/given,workdir=$scratch/given.work" \
    "$root/given/site-packages"
install -m 755 "$here/systemctl.py" "$root/usr/local/sbin/systemctl"
sed -i "1i#!/usr/bin/env python3" "$root/usr/local/sbin/systemctl"

exec env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" /bin/sh -c "
        cd /root
        mkdir -p /var/log/postgresql /run/postgresql
        chown postgres:postgres /var/lib/postgresql /var/log/postgresql /run/postgresql
        install -d -m 2775 -o haproxy -g haproxy /run/haproxy # as the package does
        pg_createcluster 15 main >/var/log/cluster.log # as the package does
        exec /bin/sh"
