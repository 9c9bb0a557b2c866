// SPDX-License-Identifier: Apache-2.0
/** Commands for objects and their files. */
package io.github.ossv4.cli.object;
