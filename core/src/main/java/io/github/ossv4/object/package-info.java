// SPDX-License-Identifier: Apache-2.0
/**
 * Headers that are stored with an object, the same for a put, an append, a copy and a multipart upload.
 *
 * <ul>
 *   <li>{@link ObjectHeaders}: start here. Content type, user metadata, tags and the values below
 *   <li>{@link ContentTypes}: content types by file name
 *   <li>{@link ObjectTags}: tags of a new or a stored object
 *   <li>Values: {@link StorageClass}, {@link ObjectAcl}, {@link ServerSideEncryption}
 * </ul>
 */
package io.github.ossv4.object;
