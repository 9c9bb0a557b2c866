// SPDX-License-Identifier: Apache-2.0
/**
 * The command line. {@code Main} parses only the command that is run. Below this package, commands use {@code bucket},
 * and all of them use {@code output}.
 */
package io.github.ossv4.cli;
