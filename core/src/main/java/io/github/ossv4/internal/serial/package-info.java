// SPDX-License-Identifier: Apache-2.0
/** The check of values that were read by deserialization. Not exported, except to the module that sends requests. */
package io.github.ossv4.internal.serial;
