#include "ui/widget/style_sheet.h"

namespace espalier::ui {

QString styleSheetTemplate()
{
    return QStringLiteral(R"(
QWidget#window, QMainWindow { background: @bg1; }
QToolTip { background: @bg2; color: @tx1; border: 1px solid @line2; padding: 4px 6px; }
QPushButton, QToolButton[kind="button"] {
    background: @bg2; color: @tx1; border: 1px solid @line2; border-radius: 5px; padding: 0 10px; min-height: 24px;
}
QPushButton:hover, QToolButton[kind="button"]:hover { background: @bg3; }
QPushButton:pressed, QToolButton[kind="button"]:pressed { background: @line2; }
QPushButton:checked { background: @accbg; border-color: @acc; color: @tx1; }
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid @acc; }
QPushButton:focus { padding: 0 9px; min-height: 22px; }
QPushButton:disabled, QToolButton[kind="button"]:disabled { color: @excludedtext; background: @bg1; border-color: @line; }
QPushButton[kind="primary"] { background: @acc; color: @onacc; border-color: @acc; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @acc; border-color: @tx1; }
QPushButton[kind="primary"]:disabled { background: @accbg; color: @tx3; border-color: @accbg; }
QPushButton[kind="danger"] { color: @explodedline; border-color: @explodedline; }
QPushButton[kind="link"] { background: transparent; border: 0; color: @acc; padding: 0 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid @acc; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 3px; }
QToolButton:hover { background: @bg3; }
QToolButton[kind="rail"] { border-radius: 0; border: 0; border-left: 2px solid transparent; padding: 6px 0; color: @tx2; font-size: 11px; }
QToolButton[kind="rail"]:checked { border-left: 2px solid @acc; color: @tx1; background: @bg2; }
QToolButton[kind="rail"]:focus { border: 2px solid @acc; background: @bg3; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    background: @in; color: @tx1; border: 1px solid @line2; border-radius: 5px; padding: 0 6px; min-height: 24px;
    selection-background-color: @accbg; selection-color: @tx1;
}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { padding: 0 5px; min-height: 22px; }
QComboBox::drop-down { border: 0; width: 18px; }
QComboBox::down-arrow { image: url(:/espalier/arrow-down.svg); width: 10px; height: 10px; }
QAbstractSpinBox { padding-right: 16px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 16px; border: 0; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 16px; border: 0; }
QAbstractSpinBox::up-arrow { image: url(:/espalier/arrow-up.svg); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url(:/espalier/arrow-down.svg); width: 8px; height: 8px; }
QComboBox QAbstractItemView { background: @bg2; border: 1px solid @line2; selection-background-color: @accbg; }
QMenu { background: @bg2; color: @tx1; border: 1px solid @line2; padding: 4px; }
QMenu::item { padding: 4px 18px 4px 10px; border-radius: 3px; }
QMenu::item:selected { background: @accbg; }
QMenu::item:disabled { color: @excludedtext; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QTreeView, QTableView, QListView {
    background: @bg1; alternate-background-color: @bg2; color: @tx1; border: 0; outline: 0; gridline-color: @line;
    selection-background-color: @accbg; selection-color: @tx1;
}
QTreeView::item, QListView::item { border: 0; }
QTableView::item { padding: 0 4px; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @accbg; color: @tx1; }
QTreeView::item:hover:!selected, QListView::item:hover:!selected, QTableView::item:hover:!selected { background: @bg2; }
QHeaderView { background: @bg1; border: 0; }
QHeaderView::section {
    background: @bg1; color: @tx3; border: 0; border-bottom: 1px solid @line2; padding: 0 6px; min-height: 24px;
    font-size: 11px; font-weight: 400;
}
QTableCornerButton::section { background: @bg1; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @tx3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: @bg1; border: 0; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @acc; }
QTabBar::tab { background: @bg1; color: @tx2; border: 0; border-bottom: 2px solid transparent; padding: 4px 12px; }
QTabBar::tab:selected { color: @tx1; border-bottom: 2px solid @acc; }
QTabBar::tab:focus { color: @acc; }
QTabWidget::pane { border: 0; border-top: 1px solid @line; }
QCheckBox { spacing: 6px; }
QProgressBar { background: @bg3; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @acc; border-radius: 3px; }
QFrame[kind="line"] { background: @line; border: 0; }
QFrame[kind="head"] { background: @bg1; border: 0; border-bottom: 1px solid @line; }
QFrame[kind="foot"] { background: @bg1; border: 0; border-top: 1px solid @line; }
QFrame[kind="rail"] { background: @bg1; border: 0; border-right: 1px solid @line; }
QFrame[kind="popup"] { background: @bg2; border: 1px solid @line2; border-radius: 9px; }
QFrame[kind="notice"] { background: @bg2; border: 1px solid @line2; border-radius: 5px; }
QFrame[kind="noticeError"] { background: @explodedfill; border: 1px solid @explodedline; border-radius: 5px; }
QLabel[tone="title"] { color: @tx1; font-size: 14px; font-weight: 600; }
QLabel[tone="section"] { color: @tx1; font-size: 13px; font-weight: 600; }
QLabel[tone="second"] { color: @tx2; }
QLabel[tone="quiet"] { color: @tx3; font-size: 11px; }
QLabel[tone="error"] { color: @explodedline; }
QLabel[tone="warning"] { color: @warningline; }
QLabel[tone="key"] { color: @tx3; border: 1px solid @line2; border-radius: 3px; padding: 0 4px; font-size: 10px; }
QLabel[chip="plain"] { color: @tx2; background: @bg2; border: 1px solid @line2; border-radius: 3px; padding: 1px 6px; font-size: 11px; }
QLabel[chip="good"] { color: @adaptertext; background: @adapterfill; border: 1px solid @adapterline; border-radius: 3px; padding: 1px 6px; font-size: 11px; }
QLabel[chip="accent"] { color: @acc; background: @accbg; border: 1px solid @acc; border-radius: 3px; padding: 1px 6px; font-size: 11px; }
QLabel[chip="warning"] { color: @warningline; background: @warningfill; border: 1px solid @warningline; border-radius: 3px; padding: 1px 6px; font-size: 11px; }
QLabel[chip="bad"] { color: @explodedline; background: @explodedfill; border: 1px solid @explodedline; border-radius: 3px; padding: 1px 6px; font-size: 11px; }
)");
}

} // namespace espalier::ui
