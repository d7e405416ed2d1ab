namespace Tocsin.Server.RuleTests.Judging;

/// <summary>
/// Finds a partner for as many as can have one, where some would take many: one that is easily content makes way for one that is not. The first
/// that fits is taken where nothing speaks against it.
/// </summary>
internal static class Pairing
{
    /// <summary>The partner of each; -1 for those that have none.</summary>
    /// <param name="count">How many look for a partner.</param>
    /// <param name="others">How many there are to be had.</param>
    /// <param name="fits">Whether one takes another.</param>
    public static IReadOnlyList<int> Of(int count, int others, Func<int, int, bool> fits)
    {
        var partnerOf = Enumerable.Repeat(-1, count).ToArray();
        var takenBy = Enumerable.Repeat(-1, others).ToArray();
        for (var one = 0; one < count; one++)
        {
            if (!TryTakeFree(one))
                TryPlace(one, new bool[others]);
        }

        Uncross();
        return partnerOf;

        bool TryTakeFree(int one)
        {
            for (var other = 0; other < others; other++)
            {
                if (takenBy[other] < 0 && fits(one, other))
                {
                    takenBy[other] = one;
                    partnerOf[one] = other;
                    return true;
                }
            }

            return false;
        }

        // Of two that would take each other's partner, the first has the first: what is written in order is found in order.
        void Uncross()
        {
            for (var one = 0; one < count; one++)
            {
                for (var later = one + 1; later < count; later++)
                {
                    if (partnerOf[later] >= 0 && partnerOf[later] < partnerOf[one] && fits(one, partnerOf[later]) && fits(later, partnerOf[one]))
                        (partnerOf[one], partnerOf[later]) = (partnerOf[later], partnerOf[one]);
                }
            }
        }

        bool TryPlace(int one, bool[] tried)
        {
            for (var other = 0; other < others; other++)
            {
                if (tried[other] || !fits(one, other))
                    continue;
                tried[other] = true;
                if (takenBy[other] >= 0 && !TryPlace(takenBy[other], tried))
                    continue;
                takenBy[other] = one;
                partnerOf[one] = other;
                return true;
            }

            return false;
        }
    }
}
