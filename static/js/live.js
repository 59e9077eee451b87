// Entry of the live pages: the stage that viewers see, the host's console, the projector. All work without it.
import { runStage } from "./live/stage.js";
import { runConsole } from "./live/console.js";

const stage = document.querySelector("[data-live-stage]");
if (stage) runStage(stage);
const desk = document.querySelector("[data-live-console]");
if (desk) runConsole(desk);
