using FsCheck;
using FsCheck.Fluent;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Data.LineProtocol;

/// <summary>A line whose series followed the one before it last time is known by its first bytes: that must not change what is read.</summary>
public sealed class FollowingKeysTests
{
    // Keys that begin with each other, and keys that end where a backslash says so.
    private static readonly Gen<string> Line =
        from key in Gen.Elements("m", "m,h=1", "m,h=12", "m,h=1,z=1", "m,z=1,h=1", @"m,h=1\ 2", @"m,h=1\", @"m,h=1\\", @"m\ ,h=1", "m,h=", "n,h=1", "")
        from end in Gen.Elements(" v=1 1", "  v=1 1", "", " ", "\tv=1 1", ",v=1 1", " v=1,h=2", @" v=""a b""")
        select key + end;

    [Fact]
    public void Any_lines_read_the_same_whatever_followed_whom_before() => Prop.ForAll(
        Arb.From(from before in Gen.ListOf(Line) from now in Gen.ListOf(Line) select (Before: before, Now: now)),
        lines =>
        {
            var table = new SeriesTable();
            Lines.Read(string.Join('\n', lines.Before.Concat(lines.Now)), table);
            Lines.Read(string.Join('\n', lines.Before), table);

            var body = string.Join('\n', lines.Now);
            var (again, alone) = (Lines.Read(body, table), Lines.Read(body));

            again.Printed.Should().Equal(alone.Printed);
            // What is wrong with a line of two mistakes depends on the keys that are known; that it is wrong does not.
            again.Errors.Select(LineOf).Should().Equal(alone.Errors.Select(LineOf));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Series_of_another_database_is_not_taken_for_what_followed()
    {
        var table = new SeriesTable();
        for (var i = 0; i < 3; i++)
        {
            Lines.Read("m,h=1 v=1 1\nm,h=2 v=1 1", table).Points.Should().AllSatisfy(point => point.Series.Origin.Database.Should().Be("db"));
            Lines.Read("m,h=1 v=1 1\nm,h=2 v=1 1", table, database: "other").Points.Should().AllSatisfy(point => point.Series.Origin.Database.Should().Be("other"));
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("12345678", 12345678)]
    [InlineData("123456789", 123456789)]
    [InlineData("1577836800000000001", 1577836800000000001)]
    [InlineData("-1577836800000000001", -1577836800000000001)]
    [InlineData("000000000000000000000000012", 12)]
    [InlineData("9223372036854775806", 9223372036854775806)]
    [InlineData("-9223372036854775806", -9223372036854775806)]
    public void Times_of_any_length_are_read_digit_for_digit(string text, long time) =>
        Lines.Read($"m v=1 {text}").Points.Should().ContainSingle().Which.Time.Should().Be(time);

    [Theory]
    [InlineData("1234567/")]
    [InlineData("1234567:")]
    [InlineData("/2345678")]
    [InlineData("123456789012345678x")]
    [InlineData("9223372036854775807")]
    [InlineData("12345678901234567890123")]
    public void What_is_no_time_is_none_within_eight_digits_either(string text) => Lines.Read($"m v=1 {text}").Points.Should().BeEmpty();

    private static string LineOf(string error) => error.Split(" char ")[0];
}
