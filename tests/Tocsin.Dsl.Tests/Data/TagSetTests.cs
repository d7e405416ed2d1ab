using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Tests.Data;

public sealed class TagSetTests
{
    [Fact]
    public void Pairs_come_in_byte_order_and_the_later_of_two_counts()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var pairs = Enumerable.Range(0, random.Next(40)).Select(i => KeyValuePair.Create($"t{random.Next(24)}", $"v{i}")).ToList();
            var expected = new SortedDictionary<string, string>(Utf8Order.Comparer);
            foreach (var (name, value) in pairs)
                expected[name] = value;

            var tags = TagSet.From(pairs);

            tags.Pairs().Should().Equal(expected);
            tags.Keys.Should().BeSameAs(TagSet.From(expected).Keys);
        }
    }

    [Fact]
    public void No_pairs_are_the_empty_set() => TagSet.From([]).Should().BeSameAs(TagSet.Empty);
}
