// SPDX-License-Identifier: Apache-2.0
/** Commands that sign for others, and that explain signatures. */
package io.github.ossv4.cli.sign;
