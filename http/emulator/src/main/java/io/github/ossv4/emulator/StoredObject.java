// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Instant;

/** An object as OSS has it: body, metadata, and when it was stored. */
record StoredObject(ObjectBody body, ObjectMetadata metadata, Instant lastModified) {}
