/** What the buttons of a panel do. */

import type { Rights } from "./rights";
import type { TextKey } from "./texts";
import { download } from "./transcript";
import type { PanelHands } from "./views/panels";

export interface Around {
  /** Tell the customer that it worked. */
  did(what: TextKey): void;
  erased(): void;
  /** Move the focus to what was just opened. */
  focus(selector: string): void;
  enter(thread: string): void;
  reload(): void;
}

export function panelHands(rights: Rights, around: Around): PanelHands {
  return {
    ...around,
    revise: (id) => void rights.revise(id).then(() => around.focus(id ? ".correction textarea" : "h2")),
    correct: (id, text) => void rights.correct(id, text).then((worked) => {
      if (worked) around.did("saved");
      around.focus(worked ? "h2" : ".correction textarea");
    }),
    forget: (id) => void rights.forget(id).then((worked) => worked && around.did("forgotten")),
    allow: (consent, granted) => void rights.allow(consent, granted).then((worked) => worked && around.did("saved")),
    erase: () => void rights.erase().then((worked) => worked && around.erased()),
    download: () => void rights.everything().then((blob) => blob && download("my-data.json", blob)),
  };
}
