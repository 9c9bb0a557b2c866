// SPDX-License-Identifier: Apache-2.0
/**
 * A JUnit extension that runs an emulator during tests. It requires JUnit Jupiter 5.10 or later, which you add to
 * your dependencies.
 */
package io.github.ossv4.emulator.junit;
