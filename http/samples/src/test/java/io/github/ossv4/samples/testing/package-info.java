// SPDX-License-Identifier: Apache-2.0
/** Classes that several tests share. */
package io.github.ossv4.samples.testing;
