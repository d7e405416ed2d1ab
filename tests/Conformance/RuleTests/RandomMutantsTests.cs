using Xunit.Abstractions;

namespace Tocsin.Conformance.RuleTests;

/// <summary>Scripts that somebody spoiled at random: a test of them ends with what is wrong, and takes nothing else with it.</summary>
public sealed class RandomMutantsTests(ITestOutputHelper output)
{
    private const int Count = 500;

    private static readonly string[] Pieces = ["(", ")", ".", "|", "'", "\"", "lambda:", " AND ", "-", "0", "1e999", "9223372036854775807", "10ns", "1000000w", "var x = ", "*", "\n", "@", "/a/", "TRUE"];

    [Fact]
    public async Task A_spoiled_script_ends_its_own_test_only()
    {
        List<Case> cases = [.. new[] { "cases/alert", "cases/nodes" }.SelectMany(CaseFiles.In).Select(Case.Load).Where(recorded => ConvertedCase.WhyNot(recorded) is null)];
        var random = new Random(20260101);
        var (refused, ran) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            var recorded = cases[random.Next(cases.Count)];
            using var test = new ConvertedCase(recorded);
            var result = await test.RunAsync([], Spoil(recorded.Script, random));
            _ = result.IsDefined ? ran++ : refused++;
        }

        output.WriteLine($"{ran} ran, {refused} were refused");
        (ran + refused).Should().Be(Count);
        ran.Should().BeGreaterThan(Count / 20);
    }

    private static string Spoil(string script, Random random)
    {
        var at = random.Next(script.Length);
        var length = Math.Min(random.Next(1, 8), script.Length - at);
        return random.Next(4) switch
        {
            0 => script.Remove(at, length),
            1 => script.Insert(at, script.Substring(random.Next(script.Length - length + 1), length)),
            2 => script.Insert(at, Pieces[random.Next(Pieces.Length)]),
            _ => Digits(script, random),
        };
    }

    // Another number in the place of one: most scripts are still scripts then.
    private static string Digits(string script, Random random)
    {
        var digits = Enumerable.Range(0, script.Length).Where(i => char.IsAsciiDigit(script[i])).ToList();
        if (digits.Count == 0)
            return script + " ";
        var at = digits[random.Next(digits.Count)];
        return string.Concat(script.AsSpan(0, at), random.Next(0, 100).ToString(System.Globalization.CultureInfo.InvariantCulture), script.AsSpan(at + 1));
    }
}
