// SPDX-License-Identifier: Apache-2.0
/** Classes that tests of several packages share. */
package io.github.ossv4.testing;
