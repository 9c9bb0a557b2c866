// SPDX-License-Identifier: Apache-2.0
/** Protects all requests of this module: from secrets in texts that servers return, and from undeclared exceptions. Not exported. */
package io.github.ossv4.http.guard;
