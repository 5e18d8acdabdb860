// The state that passes between the files, as JSDoc types.

/**
 * A row of the style table, as `Style` in style.py.
 * @typedef {object} StyleRow
 * @property {string} key
 * @property {string} label
 * @property {string} meaning
 * @property {string} light - colour on a light ground
 * @property {string} dark - colour on a dark ground
 * @property {number[]} dash - pixels of line, gap, line, gap and so on; empty for a solid line
 * @property {number} width - pixels
 * @property {string} glyph
 * @property {string} icon - SVG path data in a box of 16 by 16
 * @property {boolean} striped
 */

/**
 * What `style_table` in style.py returns: lists of rows by table, single rows, rules and colours.
 * @typedef {object} StyleTable
 * @property {StyleRow[]} status
 * @property {StyleRow[]} comparison
 * @property {StyleRow[]} basis
 * @property {StyleRow[]} place
 * @property {StyleRow[]} route
 * @property {StyleRow[]} mode
 * @property {StyleRow[]} stance
 * @property {StyleRow} area
 * @property {StyleRow} spot
 * @property {Record<"light" | "dark", Record<string, string>>} ground
 */

/**
 * A background that the reader can choose; only an online one has an address.
 * @typedef {object} BasemapRow
 * @property {string} key
 * @property {string} label
 * @property {"" | "light" | "dark"} ground
 * @property {string} [url]
 * @property {string} [attribution]
 * @property {string} [subdomains]
 * @property {number} [maxNativeZoom]
 */

/**
 * What never changes for a script, written by scripts.py.
 * @typedef {object} Constants
 * @property {StyleTable} style
 * @property {Record<string, any>} rules - by name and property, as in drawing_rules.py
 * @property {Record<string, [string, string]>} states - status and hidden side by character
 * @property {BasemapRow[]} basemaps
 * @property {[string, number, number][]} names - country names with latitude and longitude
 * @property {string} credit
 * @property {number} closeupZoom
 * @property {[[number, number], [number, number]]} home - the region of the first view
 * @property {L.MapOptions} frame - options of a map that folium does not make
 * @property {{bytes: number, parameters: number}} [addressLimits] - only with a server
 */

/**
 * One question to the map, as `MapState` in layer.py, without its characters by feature.
 * @typedef {object} MapState
 * @property {string} data - address of the features of a revision
 * @property {string} evidence - address below which evidence is found by feature
 * @property {string} query - parameters of the question
 * @property {string | null} selected - id of a feature
 * @property {[number, number, number] | null} view - latitude, longitude, zoom
 * @property {string} basemap
 * @property {"light" | "dark" | null} theme - null follows the reader's system
 * @property {[string, string] | null} compare - names of two claim sources
 */

/**
 * A feature on the map. What makes its layers (place.js, line.js) adds everything that is optional
 * here; a feature of a clustered collection has that only while it is drawn by itself.
 * @typedef {object} Entry
 * @property {number} index - position in the features of the revision
 * @property {string} id
 * @property {any} feature - GeoJSON
 * @property {string} code - character of the state
 * @property {string | null} status - null while it is not shown
 * @property {string} [hides] - which side the filters hide
 * @property {number} clicks
 * @property {() => L.LatLngBounds} [bounds]
 * @property {L.Layer[]} [layers]
 * @property {L.Marker} [marker]
 * @property {any} [line] - a `Line` of line.js
 * @property {L.Circle} [circle] - the area of a place
 * @property {boolean} [crossing]
 * @property {boolean} [country]
 * @property {HTMLElement} [content]
 * @property {HTMLElement} [label]
 * @property {L.Point | null} [aside] - pixels from the true position, for places on one spot
 * @property {number} [rank] - which of two places that touch keeps its disc: the lower
 * @property {boolean} [dot] - drawn as a dot, for lack of space
 * @property {number} [labelWidth]
 * @property {{offset: number, share: number}} [lane] - see `assignLanes`
 * @property {() => Element | null} [focusable]
 * @property {(status: StyleRow, hides?: string) => void} [paint]
 * @property {(selected: boolean) => void} [select]
 * @property {string} [kind] - this and the following only in a clustered collection
 * @property {number} [row] - in the table of places or of routes
 * @property {string} [basis]
 * @property {number[][]} [parts] - numbers of arcs, of a route
 * @property {() => [number, number]} [coordinates] - of a place
 */

/**
 * What draws the features of one revision: `SingleFeatures` or `ClusteredFeatures`.
 * @typedef {object} Drawing
 * @property {Entry[]} entries
 * @property {any} spots - a `Spots` of spots.js
 * @property {any} [counts] - the `LineBadges` of a clustered collection
 * @property {(shown: string) => void} change - takes one character per feature
 * @property {(entry: Entry, selected: boolean) => void} select
 * @property {() => Drawn} drawn
 * @property {() => void} remove
 */

/**
 * What must not overlap on the screen.
 * @typedef {object} Drawn
 * @property {Entry[]} places
 * @property {Entry[]} crossings
 * @property {Entry[]} routes
 * @property {{marker: L.Marker, size: number}[]} [discs]
 * @property {any} [counts]
 */

/**
 * A popup on the map and what it shows.
 * @typedef {object} OpenPopup
 * @property {L.Popup} popup
 * @property {HTMLElement} body
 * @property {() => void} [refresh] - called after every change of the state
 * @property {Entry} [entry]
 * @property {boolean} [own] - it belongs to a marker, not to a point of a line or an area
 * @property {string | null} [asked] - address of the answer that is awaited or shown
 * @property {string | null} [base] - the same without the page
 * @property {number} [start] - first claim of the page
 */

/**
 * How the view follows the address of the page, and the address the view.
 * @typedef {object} Link
 * @property {(move: () => void) => void} quietly - moves the map without a trace in the address
 * @property {(before: MapState | null, state: MapState) => boolean} follow - whether it set the view
 */

/**
 * What a page gives to the map that is on it.
 * @typedef {object} Surroundings
 * @property {(url: string, options?: {wanted?: () => boolean, trouble?: () => void}) => Promise<any>} load
 * @property {(map: MapWithContext) => void} addLink - sets `link` of the context
 */

/**
 * Everything that the files know about one map. `startMap` makes it; the properties that are
 * optional are added by the file that is named.
 * @typedef {object} MapParts
 * @property {string} assets - URL prefix of the static files
 * @property {Surroundings["load"]} load
 * @property {Entry[]} entries
 * @property {Map<string | null, Entry>} byId
 * @property {MapState | null} state - what is drawn
 * @property {MapState} [latest] - what was asked for last (show.js)
 * @property {string | null} selected - id of the feature that is drawn as selected
 * @property {OpenPopup | null} popup
 * @property {Drawing} [drawing] - show.js
 * @property {Link} [link]
 * @property {L.FeatureGroup} [group] - all evidence
 * @property {Promise<unknown>} [styled] - settles once the style sheets are there
 * @property {HTMLElement} [notices] - notices.js
 * @property {HTMLDetailsElement} [legend] - legend.js
 * @property {string} [explained] - what the legend explains
 * @property {string} [theme] - palette.js
 * @property {"light" | "dark"} [ground] - colours of the evidence; palette.js
 * @property {string} [pageTheme] - theme of the page around the map
 * @property {string} [basemap] - basemap.js
 * @property {boolean} [tilesSeen] - whether an online background is drawn; basemap.js
 * @property {Record<string, L.Layer>} [layers] - backgrounds by key; basemap.js
 * @property {L.Renderer} [canvas] - of the outline; basemap.js
 * @property {L.LayerGroup} [countryNames] - basemap.js
 * @property {boolean} [following] - the view still fits the size of the map; view_fit.js
 * @property {boolean} [looked] - the first view was set; view_fit.js
 * @property {boolean} [byKey] - a keyboard caused what happens now; feature.js
 * @property {CanvasRenderingContext2D} [ruler] - measures labels; declutter.js
 * @property {(content: HTMLElement, at: L.LatLng, aside?: L.Point | null) => void} [tip] - popup.js
 * @property {(entry: Entry, at?: L.LatLng) => void} [showTip] - popup.js
 * @property {() => void} [hideTip] - popup.js
 */

/** @typedef {Constants & MapParts} MapContext */

/** @typedef {L.Map & {routemap: MapContext}} MapWithContext */

export {};
