package io.balsa.statemachine;

/** Whether views are taken away when the callback they were lent to returns, so that late use throws: on in tests. */
final class BorrowedViews {
    /** Set by {@code -Dbalsa.checks=true}. Constant, so that the check costs nothing when it is off. */
    static final boolean REVOKED = Boolean.getBoolean("balsa.checks");

    private BorrowedViews() {}
}
