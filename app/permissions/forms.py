"""The person's word about a new use: one small form each."""

from app.foundation.forms import Hidden, ShopForm, Whole


class NewUseForm(ShopForm):
    """`use` is the number of a new use, `do` the button: yes or no."""

    use = Whole("The new use")
    do = Hidden("Your choice")
