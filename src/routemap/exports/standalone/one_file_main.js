// Starts the page: its filters ask for everything, and the map opens what the file has selected.

import { file } from "./file.js";
import { ask } from "./filters.js";
import { openFeature } from "./one_file_map.js";
import { statuses } from "../../map/assets/show.js";

ask().then(() => file.selected && openFeature(file.selected, null));

export { statuses };
