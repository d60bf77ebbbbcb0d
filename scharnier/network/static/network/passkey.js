// SPDX-FileCopyrightText: 2026 Scharnier contributors
// SPDX-License-Identifier: EUPL-1.2
// Passkeys need a script: their forms show themselves only where a browser can do it, and say so when it didn't work.
"use strict";
if (window.PublicKeyCredential) for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = false;
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-passkey-trouble]")) notice.hidden = false;
});
