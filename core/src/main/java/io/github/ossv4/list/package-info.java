// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of objects, versions and buckets, and the deletion of many objects, as values.
 *
 * <ul>
 *   <li>{@link ObjectList}: start here. A page of objects, as ListObjectsV2 returns it
 *   <li>{@link VersionList}: a page of versions, as ListObjectVersions returns it
 *   <li>{@link BucketList}: a page of the buckets of an account, as ListBuckets returns it
 *   <li>{@link DeleteMultipleObjects}: the request body that deletes up to 1,000 objects; {@link DeletedObjects}: the
 *       response
 * </ul>
 */
package io.github.ossv4.list;
