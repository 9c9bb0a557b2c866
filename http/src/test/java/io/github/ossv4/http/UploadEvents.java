// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The events of an upload's object, recorded at each attempt of the deciding request. The competitor of the plan acts
 * before or after such an attempt. Attempts of the deciding request follow one another.
 */
final class UploadEvents {
    private final UploadPlan plan;
    private final OtherClients others;
    private int attempts;
    private int run;
    /** The run in which the object was stored first; 0 for none. */
    private int storedInRun;

    private boolean isOverwritten;
    private boolean hasCompeted;
    private boolean hasCompetitorWon;
    private @Nullable Throwable observerFailure;

    UploadEvents(UploadPlan plan, OtherClients others) {
        this.plan = plan;
        this.others = others;
    }

    Response intercept(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        if (request.method().equals("HEAD")) {
            Response response = chain.proceed(request);
            observe(response.header("x-oss-meta-marker"));
            return response;
        }
        boolean ofUpload = request.url().queryParameter("uploadId") != null;
        if (!request.method().equals(ofUpload ? "POST" : "PUT")) {
            return chain.proceed(request);
        }
        beforeAttempt();
        try {
            return chain.proceed(request);
        } finally {
            afterAttempt();
        }
    }

    /** Notes that the upload starts; the first run has number 1, a resumed one a higher number. */
    synchronized void startRun(int number) {
        run = number;
    }

    private synchronized void beforeAttempt() {
        attempts++;
        compete(true);
    }

    private synchronized void afterAttempt() {
        try {
            observe(others.findMarker(plan.key()));
        } catch (IOException e) {
            observerFailure = e;
        }
        compete(false);
    }

    private synchronized void observe(@Nullable String marker) {
        if (plan.marker().equals(marker)) {
            storedInRun = storedInRun == 0 ? run : storedInRun;
            isOverwritten = false;
        }
    }

    private void compete(boolean beforeAttempt) {
        UploadPlan.Competitor competitor = plan.competitor();
        if (competitor == null
                || hasCompeted
                || competitor.attempt() != attempts
                || competitor.comesFirst() != beforeAttempt) {
            return;
        }
        hasCompeted = true;
        try {
            run(competitor);
            hasCompetitorWon = true;
            isOverwritten = true;
        } catch (ServiceException e) {
            // An existing object forbids the competitor's, or the abort meets the faults of the upload.
        } catch (IOException e) {
            observerFailure = e;
        }
    }

    private void run(UploadPlan.Competitor competitor) throws IOException {
        if (competitor.aborts()) {
            others.abortUploadsWithoutListing();
        }
        if (competitor.forbidsOverwrite()) {
            others.storeNew(plan.key(), "competitor", competitor.acl());
        } else {
            others.store(plan.key(), "competitor", competitor.acl());
        }
    }

    /** Returns whether the object was stored, in this run or in an earlier one. */
    synchronized boolean isStored() {
        return storedInRun > 0;
    }

    /** Returns whether the object was stored as far as the upload can know. A put leaves no checkpoint. */
    synchronized boolean isKnownToBeStored() {
        return plan.isPut() ? storedInRun == run : isStored();
    }

    /** Returns whether the competitor stored its object after the last time that the upload's was observed. */
    synchronized boolean isOverwritten() {
        return isOverwritten;
    }

    synchronized boolean hasCompetitorWon() {
        return hasCompetitorWon;
    }

    /** Returns a failure of the observation itself, which no test expects. */
    synchronized @Nullable Throwable observerFailure() {
        return observerFailure;
    }
}
