"""A page that breaks at the end, and when its button is pressed."""

import streamlit as st


def broken() -> None:
    """Fail, naming what nobody is to see."""
    raise RuntimeError("a secret of /home/desk")


def main() -> None:
    """Draw one run."""
    st.title("What could be drawn")
    st.button("Press", on_click=broken)
    if st.toggle("Break"):
        broken()


if __name__ == "__main__":
    main()
