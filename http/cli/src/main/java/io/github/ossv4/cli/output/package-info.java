// SPDX-License-Identifier: Apache-2.0
/** The output of commands: text or JSON, messages, progress bars, exit codes. */
package io.github.ossv4.cli.output;
