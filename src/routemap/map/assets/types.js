// JSDoc types of the values that the files share.

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
 * The result of `style_table` in style.py: lists of rows by table, single rows, and colours.
 * @typedef {object} StyleTable
 * @property {StyleRow[]} status
 * @property {StyleRow[]} comparison
 * @property {StyleRow[]} difference
 * @property {StyleRow[]} drawing
 * @property {StyleRow[]} basis
 * @property {StyleRow[]} place
 * @property {StyleRow[]} route
 * @property {StyleRow[]} mode
 * @property {StyleRow[]} stance
 * @property {StyleRow} area
 * @property {StyleRow} spot
 * @property {StyleRow} pending
 * @property {StyleRow} footprint
 * @property {Record<"light" | "dark", Record<string, string>>} ground
 */

/**
 * A base map that the reader can choose; only online base maps have a URL.
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
 * The constants of the scripts, written by scripts.py.
 * @typedef {object} Constants
 * @property {StyleTable} style
 * @property {Record<string, any>} rules - by name and property, as in drawing_rules.py
 * @property {Record<string, [string, string]>} states - status and hidden side by character
 * @property {{key: string, label: string}[]} pending - phases in which nothing has moved
 * @property {BasemapRow[]} basemaps
 * @property {string} keptDenial - the label of a denial that the filters exclude
 * @property {number} closeupZoom
 * @property {L.MapOptions} frame - options for a map that folium does not create
 * @property {number} tilesZoom - largest zoom of the online base maps
 * @property {{bytes: number, parameters: number}} [addressLimits] - only with a server
 */

/**
 * What the map knows about the case of the data, as in case_table.py. Corners are latitude and longitude.
 * @typedef {object} MapCase
 * @property {[[number, number], [number, number]] | null} home - the region of the first view, if any
 * @property {[[number, number], [number, number]]} bounds - where the land of the offline map ends
 * @property {number} minZoom - the smallest zoom
 * @property {boolean} closeup - whether there are finer borders for large zooms
 * @property {[string, number, number][]} names - names on the offline map with latitude and longitude
 * @property {string} credit - HTML
 * @property {StyleRow[]} places - the signs of additional kinds of places
 */

/**
 * The state of the map for one query: `MapState` in map_state.py without `shown`.
 * @typedef {object} MapState
 * @property {string} data - address of the features of a revision
 * @property {string} ahead - address that answers with what a query shows
 * @property {string} evidence - address of the evidence, to which the id of a feature is added
 * @property {string} marks - a hexadecimal digit per feature, as in states.js; empty if all are 0
 * @property {string} query - the query as URL parameters
 * @property {string | null} selected - id of a feature
 * @property {[number, number, number] | null} view - latitude, longitude, zoom
 * @property {string} basemap
 * @property {"light" | "dark" | null} theme - null follows the reader's system
 * @property {[string, string] | null} compare - names of two claim sources
 * @property {string} looks - the table of the looks: status, comparison, difference or drawing
 * @property {Sketch | null} sketch - what is drawn on a map to draw on; null on all other maps
 */

/**
 * What an editor draws, as in drawing_map.py. Points are longitude and latitude.
 * @typedef {object} Sketch
 * @property {[number, number] | null} place - a new place
 * @property {number | null} radius_km - the ring around it
 * @property {any} line - GeoJSON of a new route, null if there is none
 * @property {string} basis - how its path is known
 * @property {[number, number][]} stops - where it starts, passes and ends
 */

/**
 * A feature on the map. place.js and line.js add the optional properties when they create its
 * layers. A feature of a large collection has them only while it is drawn by itself.
 * @typedef {object} Entry
 * @property {number} index - position in the features of the revision
 * @property {string} id
 * @property {any} feature - GeoJSON
 * @property {string} code - character of the state
 * @property {string | null} status - null if it is not shown
 * @property {string} [hides] - the side that the filters hide
 * @property {string} [mark] - digit of the state, as in states.js
 * @property {{key: string, label: string} | null} [pending] - set if nothing is said to have moved
 * @property {number} [direction] - which way something is said to have moved, as in states.js
 * @property {number} clicks
 * @property {() => L.LatLngBounds} [bounds]
 * @property {L.Layer[]} [layers]
 * @property {L.Marker} [marker]
 * @property {any} [line] - a `Line` of line.js
 * @property {L.Circle | L.Polygon} [area] - the ring or outline of a place
 * @property {boolean} [crossing]
 * @property {boolean} [country]
 * @property {HTMLElement} [content]
 * @property {HTMLElement} [label]
 * @property {L.Point | null} [aside] - pixels from the true position, for places on one spot
 * @property {number} [rank] - of two touching places, the one with the lower rank keeps its disc
 * @property {boolean} [dot] - drawn as a dot, because there is no room for its disc
 * @property {number} [labelWidth]
 * @property {{offset: number, share: number}} [lane] - see `assignLanes`
 * @property {() => Element | null} [focusable]
 * @property {(status: StyleRow, hides?: string) => void} [paint]
 * @property {(selected: boolean) => void} [select]
 * @property {string} [basis] - how the path of a route is known
 * @property {string} [kind] - this and the following only in a large collection
 * @property {number} [row] - in the table of places or of routes
 * @property {number[][]} [parts] - numbers of the arcs of a route
 * @property {() => [number, number]} [coordinates] - longitude and latitude of a place
 */

/**
 * What a media item covers, as in footprints.py.
 * @typedef {object} Footprint
 * @property {string[]} features - ids of places and routes
 * @property {string} label
 * @property {any} geometry - GeoJSON
 */

/**
 * The object that draws the features of one revision: `SingleFeatures` or `ClusteredFeatures`.
 * @typedef {object} Drawing
 * @property {Entry[]} entries
 * @property {any} spots - a `Spots` of spots.js
 * @property {any} [counts] - the `LineBadges` of a large collection
 * @property {(shown: string, marks: string) => void} change - one character per feature in both
 * @property {(entry: Entry, selected: boolean) => void} select
 * @property {() => Drawn} drawn
 * @property {() => void} remove
 */

/**
 * The features and symbols that must not overlap on the screen.
 * @typedef {object} Drawn
 * @property {Entry[]} places
 * @property {Entry[]} crossings
 * @property {Entry[]} routes
 * @property {{marker: L.Marker, size: number}[]} [discs]
 * @property {any} [counts]
 */

/**
 * A popup on the map and its content.
 * @typedef {object} OpenPopup
 * @property {L.Popup} popup
 * @property {HTMLElement} body
 * @property {() => void} [refresh] - called after every change of the state
 * @property {Entry} [entry]
 * @property {boolean} [own] - belongs to a marker, not to a point of a line or an area
 * @property {string | null} [asked] - address of the evidence that is being loaded or shown
 * @property {string | null} [base] - the same without the page
 * @property {number} [start] - first claim of the page
 * @property {boolean} [short] - a card without the words, which the page shows
 */

/**
 * Keeps the view of the map and the address of the page in sync.
 * @typedef {object} Link
 * @property {(move: () => void) => void} quietly - moves the map without changing the address
 * @property {(before: MapState | null, state: MapState) => boolean} follow - returns whether it set the view
 */

/**
 * The functions that a page provides for its map.
 * @typedef {object} Surroundings
 * @property {(url: string, options?: {wanted?: () => boolean, trouble?: () => void}) => Promise<any>} load
 * @property {(map: MapWithContext) => void} addLink - sets `link` of the context
 * @property {(id: string) => {href: string, target: string} | null} allegationLink - null if the
 *   address of the dashboard is unknown
 * @property {() => boolean} isBesidePanel - whether the page shows the words of a selected feature
 */

/**
 * The shared state of one map. `startMap` creates it; the named files add the optional properties.
 * @typedef {object} MapParts
 * @property {string} assets - URL prefix of the static files
 * @property {Surroundings["load"]} load
 * @property {Surroundings["allegationLink"]} allegationLink
 * @property {Surroundings["isBesidePanel"]} isBesidePanel
 * @property {Entry[]} entries
 * @property {Map<string | null, Entry>} byId
 * @property {Footprint[]} footprints - of all features of the revision
 * @property {{own: Footprint[], layers: L.LayerGroup}} [drawnFootprints] - footprints.js
 * @property {MapState | null} state - the state that is drawn
 * @property {MapState} [latest] - the state that was requested last (show.js)
 * @property {string | null} selected - id of the feature drawn as selected
 * @property {OpenPopup | null} popup
 * @property {Drawing} [drawing] - show.js
 * @property {{parts: {bounds: () => L.LatLngBounds}[], draw: (sketch: Sketch | null) => void}} [sketch] -
 *   what is drawn on a map to draw on; sketch.js
 * @property {Link} [link]
 * @property {L.FeatureGroup} [group] - all evidence
 * @property {Promise<unknown>} [styled] - settles when the style sheets are loaded
 * @property {HTMLElement} [notices] - notices.js
 * @property {HTMLDetailsElement} [legend] - legend.js
 * @property {string} [explained] - key of the content of the legend
 * @property {string} [theme] - palette.js
 * @property {"light" | "dark"} [ground] - colours of the evidence; palette.js
 * @property {string} [pageTheme] - theme of the page around the map
 * @property {string} [basemap] - basemap.js
 * @property {boolean} [tilesSeen] - whether an online base map is visible; basemap.js
 * @property {Record<string, L.Layer>} [layers] - base maps by key; basemap.js
 * @property {L.Renderer} [canvas] - renderer of the outline; basemap.js
 * @property {L.LayerGroup} [countryNames] - basemap.js
 * @property {MapCase} [case] - case.js
 * @property {boolean} [following] - the view is still fitted when the map is resized; view_fit.js
 * @property {boolean} [looked] - the first view was set; view_fit.js
 * @property {boolean} [moving] - the current move is not the reader's; view_fit.js
 * @property {{center: L.LatLng, zoom: number, bounds: L.LatLngBounds} | null} [earlier] - the view
 *   before a selection or filter moved the map; view_fit.js
 * @property {boolean} [byKey] - the current event was caused by the keyboard; feature.js
 * @property {CanvasRenderingContext2D} [ruler] - measures labels; declutter.js
 * @property {(content: HTMLElement, at: L.LatLng, aside?: L.Point | null) => void} [tip] - popup.js
 * @property {(entry: Entry, at?: L.LatLng) => void} [showTip] - popup.js
 * @property {() => void} [hideTip] - popup.js
 */

/** @typedef {Constants & MapParts} MapContext */

/** @typedef {L.Map & {routemap: MapContext}} MapWithContext */

/**
 * What has become of an article.
 * @typedef {object} ArticleDetails
 * @property {string} language - BCP 47
 * @property {string} original_title - empty if the title of the citation is not a translation
 * @property {string} archived_url
 * @property {string} retracted - when, in words
 * @property {string} corrected - the citation of a later article
 * @property {string} corrected_url
 */

export {};
