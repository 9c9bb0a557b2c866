// SPDX-License-Identifier: Apache-2.0
/** The bucket and object that a command works with, and the connection to them. */
package io.github.ossv4.cli.bucket;
