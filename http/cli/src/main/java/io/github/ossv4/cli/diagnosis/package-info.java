// SPDX-License-Identifier: Apache-2.0
/** The command that checks the settings. */
package io.github.ossv4.cli.diagnosis;
