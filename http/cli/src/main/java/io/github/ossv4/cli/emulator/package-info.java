// SPDX-License-Identifier: Apache-2.0
/** The emulator as a command. */
package io.github.ossv4.cli.emulator;
