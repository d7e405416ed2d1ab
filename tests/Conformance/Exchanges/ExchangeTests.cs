namespace Tocsin.Conformance.Exchanges;

public sealed class ExchangeTests(ExchangeServer server) : IClassFixture<ExchangeServer>
{
    public static TheoryData<string> Names => [.. Exchange.All.Where(exchange => exchange.Name.Length > 0).Select(exchange => exchange.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Answers_are_as_recorded(string name)
    {
        var exchange = Exchange.All.Single(one => one.Name == name);
        var differences = ExchangeJudge.Differences(exchange, server.Answers[name]);
        if (exchange.KnownDifference is { } reason)
            differences.Should().NotBeEmpty($"exchanges/known-differences.json says '{reason}': take that line out, it is answered as recorded");
        else
            differences.Should().BeEmpty($"{exchange.Text("method")} {exchange.Text("path")} was answered with {server.Answers[name].ToJsonString()}");
    }

    [Fact]
    public void Every_known_difference_is_of_an_exchange_that_exists() => Exchange.KnownNames.Should().BeSubsetOf(Exchange.All.Select(exchange => exchange.Name));
}
