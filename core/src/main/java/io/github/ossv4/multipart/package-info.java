// SPDX-License-Identifier: Apache-2.0
/**
 * The requests, responses and parts of multipart uploads.
 *
 * <ul>
 *   <li>{@link PartPlan}: start here. Divides an object into instances of {@link Part}
 *   <li>{@link UploadedPart}: a part that is stored in OSS
 *   <li>{@link CompleteMultipartUpload}: the request body that completes an upload
 *   <li>{@link MultipartResponse}: the id of an upload, and the ETags of parts and objects; {@link PartList}: the parts
 * </ul>
 */
package io.github.ossv4.multipart;
