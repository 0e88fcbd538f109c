from django.utils.translation import gettext_lazy

from kosetsu.common.mistakes import Mistake


def test_mistake_says_the_reason_and_the_next_step():
    mistake = Mistake(gettext_lazy("「%(text)s」は100%%違います。"), gettext_lazy("直してください。"), text="甲")
    assert (mistake.reason, mistake.next_step) == ("「甲」は100%違います。", "直してください。")
    assert str(mistake) == "「甲」は100%違います。 直してください。"


def test_mistake_without_values_or_next_step_is_its_reason_as_written():
    assert str(Mistake("100%違います。")) == "100%違います。"
