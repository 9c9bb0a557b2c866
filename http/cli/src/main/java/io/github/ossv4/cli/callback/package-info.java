// SPDX-License-Identifier: Apache-2.0
/** Commands for those who receive callbacks. */
package io.github.ossv4.cli.callback;
