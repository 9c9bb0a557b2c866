// SPDX-License-Identifier: Apache-2.0
/** The form of explanations for people, which several packages write. Not exported. */
package io.github.ossv4.explanation;
