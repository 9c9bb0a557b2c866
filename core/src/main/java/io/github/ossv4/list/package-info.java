// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of objects, versions, uploads and buckets, and the deletion of many objects, as values.
 *
 * <ul>
 *   <li>{@link ListedObject}: start here. An object, as ListObjectsV2 returns it; it parses a {@link Page} of a list
 *   <li>{@link ListedVersion}: a version or delete marker, as ListObjectVersions returns it
 *   <li>{@link ListedUpload}: a multipart upload, as ListMultipartUploads returns it
 *   <li>{@link ListedBucket}: a bucket of an account, as ListBuckets returns it
 *   <li>{@link DeleteMultipleObjects}: the request body that deletes up to 1,000 objects; {@link DeletedObjects}: the
 *       response
 * </ul>
 */
package io.github.ossv4.list;
