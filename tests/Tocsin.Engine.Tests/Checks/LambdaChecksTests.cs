namespace Tocsin.Engine.Tests.Checks;

/// <summary>Expressions that fail whatever data comes are told with their place.</summary>
public sealed class LambdaChecksTests
{
    [Theory]
    [InlineData("\"instance\" =~ 'Volume*'", "TS3309 1:43: the right side of =~ must be a regular expression")]
    [InlineData("\"instance\" !~ \"other\"", "TS3309 1:43: the right side of !~ must be a regular expression")]
    [InlineData("\"v\" > TRUE", "TS3308 1:29: nothing fits … > boolean")]
    [InlineData("\"v\" > 5 AND 3", "TS3001 1:29")]
    [InlineData("\"ok\" AND 'yes'", "TS3308 1:29: nothing fits … AND string")]
    [InlineData("strLength(\"s\") > 'a'", "TS3308 1:29: mismatched type to binary operator. got int > string")]
    [InlineData("\"v\" + 1", "")]
    [InlineData("strLength(\"s\")", "TS3310 1:15: where: the condition gives an int, not TRUE or FALSE")]
    [InlineData("1 + 2", "TS3310 1:15: where: the condition gives an int, not TRUE or FALSE")]
    public void What_fails_for_all_data_is_told(string lambda, string finding)
    {
        var found = Finding.In($"stream|from()|where(lambda: {lambda})|log()");

        if (finding.Length > 0)
            found.Should().ContainSingle().Which.Should().StartWith(finding);
        else
            found.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"instance\" =~ /Volume.*/")]
    [InlineData("\"v\" > 5 OR \"v\" < 1.0")]
    [InlineData("\"a\" > \"b\"")]
    [InlineData("if(\"a\" > 1, TRUE, FALSE)")]
    [InlineData("isPresent(\"a\") AND \"b\"")]
    [InlineData("abs(float(\"v\")) > 3.0")]
    [InlineData("\"d\" > 5s")]
    public void What_some_data_fits_is_not_spoken_of(string lambda) => Finding.In($"stream|from()|where(lambda: {lambda})|log()").Should().BeEmpty();
}
