using System.Globalization;
using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Tests.Lambda;

public class TagMatchTests
{
    [Theory]
    [InlineData("\"host\" =~ /7$/", true)]
    [InlineData("\"host\" !~ /7$/", false)]
    public void Tag_matches_the_same_each_time_among_many(string expression, bool wanted)
    {
        var compiled = ExpressionRunner.Compile(expression);
        var state = compiled.CreateState();
        var tags = Enumerable.Range(0, 1_000)
            .Select(i => TagSet.From([new("host", i.ToString(CultureInfo.InvariantCulture))]))
            .ToArray();

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < tags.Length; i++)
            {
                compiled.TryEvaluateBool(new TestRow { Tags = tags[i] }, state, out var value, out _).Should().BeTrue();
                value.Should().Be((i % 10 == 7) == wanted);
            }
        }
    }
}
