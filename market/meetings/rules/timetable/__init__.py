"""The automatic timetable of one-to-one meetings: wishes put into slots so that the sum of mutual fit is greatest.

Hosts (universities, banks, experts) and guests (firms) are two sides, so the wishes make a bipartite graph; a party on
both sides is allowed. Before fit comes fairness: that a party meets anybody at all weighs more than any fit. A linear
programme tells how much is possible at most; slots are filled one by one as assignment problems, the parties short of
time first; then pairs of slots are solved again, exactly, until nothing gets better or the time is up. What is fixed
never moves.
"""

from market.meetings.rules.timetable.arranging import arrange
from market.meetings.rules.timetable.values import Arranged, Party, Question, Reason, Wish

__all__ = ["Arranged", "Party", "Question", "Reason", "Wish", "arrange"]
