// SPDX-License-Identifier: Apache-2.0
/** JSON values as Java objects, for all modules. Not exported, except to the modules of this project. */
package io.github.ossv4.internal.json;
