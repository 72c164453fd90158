package io.github.consentgrants.pictures;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.github.consentgrants.testing.TestRealm;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** What can become of the page while the user has it open. Each leads from the page to what comes then. */
enum Moment {
    /** The user clicks, but the browser comes back too late. */
    EXPIRED {
        @Override
        void bring(TestRealm realm, Page page) {
            String redirect = answer(page, pageId(page)).headers().get("location");
            realm.probe().later(121, () -> page.navigate(redirect));
        }
    },
    /** An administrator renames the client. */
    CHANGED {
        @Override
        void bring(TestRealm realm, Page page) {
            realm.updateClient("app", Map.of("name", "Green Energy Portal 2"));
            page.click("#kc-consent-authorize");
        }
    },
    /** An answer to a page that is not the one this tab shows. */
    INTERRUPTED {
        @Override
        void bring(TestRealm realm, Page page) {
            page.evaluate("() => document.querySelector('input[name=page]').value = 'another'");
            page.click("#kc-consent-authorize");
        }
    },
    /** The database does not take the grant. */
    STORE_DOWN {
        @Override
        void bring(TestRealm realm, Page page) {
            try (Connection connection = realm.server().openConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE cg_consent_grant RENAME TO cg_gone");
                try {
                    page.click("#kc-consent-authorize");
                } finally {
                    statement.execute("ALTER TABLE cg_gone RENAME TO cg_consent_grant");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    abstract void bring(TestRealm realm, Page page);

    private static String pageId(Page page) {
        return page.locator("input[name=page]").inputValue();
    }

    private static APIResponse answer(Page page, String id) {
        return page.context()
                .request()
                .post(
                        page.locator("#kc-consent-grant").getAttribute("action"),
                        RequestOptions.create()
                                .setMaxRedirects(0)
                                .setForm(FormData.create().set("page", id).set("accept", "accept")));
    }
}
