using System.Runtime.CompilerServices;
using System.Text.Json;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Data.LineProtocol;

/// <summary>Backslashes before blanks, commas and equals signs, as agents on Windows send them.</summary>
public sealed class BackslashTests
{
    [Theory]
    [InlineData(@"disk,descr=C:\\ Label:System\ \ Serial\ Number\ 5e3a2b1c,host=w1 used=97 0", @"disk,descr=C:\ Label:System  Serial Number 5e3a2b1c,host=w1 used=97 @0")]
    [InlineData(@"disk,descr=C:\\,D:,host=w1 used=97 0", @"disk,descr=C:\,D:,host=w1 used=97 @0")]
    [InlineData(@"disk,descr=C:\\=x,host=w1 used=97 0", @"disk,descr=C:\=x,host=w1 used=97 @0")]
    [InlineData(@"disk\\ c,host=w1 used=97 0", @"disk\ c,host=w1 used=97 @0")]
    [InlineData(@"disk,host=w1 used\\ x=97 0", @"disk,host=w1 used\ x=97 @0")]
    [InlineData(@"disk,descr=a\\\ b,host=w1 used=97 0", @"disk,descr=a\\ b,host=w1 used=97 @0")]
    [InlineData(@"disk,descr=\\srv\share,host=w1 used=97 0", @"disk,descr=\\srv\share,host=w1 used=97 @0")]
    public void A_backslash_guards_the_separator_behind_it_whatever_stands_before(string line, string expected)
    {
        var read = Lines.Read(line);

        read.Errors.Should().BeEmpty();
        read.Printed.Should().Equal(expected);
    }

    [Theory]
    [InlineData(@"disk,descr=a\\\\,host=w1 used=97 0", @"disk,descr=a\\\\,host=w1 used=97 @0")]
    [InlineData(@"disk,host=w1,path=C:\\ used=97 0", @"disk,host=w1,path=C:\\ used=97 @0")]
    public void A_part_that_ends_in_two_backslashes_is_read_where_nothing_else_makes_a_line(string line, string expected)
    {
        // What is read so must not change how the lines after it are read.
        var read = Lines.Read(line + "\n" + @"disk,a=C:\\ x v=1 0" + "\n" + line);

        read.Errors.Should().BeEmpty();
        read.Printed.Should().Equal(expected, @"disk,a=C:\ x v=1 @0", expected);
    }

    [Fact]
    public void A_line_that_no_reading_makes_right_is_one_error_and_the_next_is_read()
    {
        var read = Lines.Read("m,a=C:\\\\,b=c v=x\nm v=\"a\\\\ 1\nm v=1 0");

        read.Errors.Should().HaveCount(2);
        read.Printed.Should().Equal("m v=1 @0");
    }

    [Fact]
    public void Every_recorded_line_gives_the_recorded_point_alone_and_among_the_others()
    {
        var lines = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "odd-lines.json"))).RootElement.EnumerateArray().ToList();
        var together = Lines.Read(string.Join('\n', lines.Select(line => line.GetProperty("line").GetString())));

        together.Errors.Should().BeEmpty();
        lines.Select((line, i) => Differences(line, together.Points[i])).Should().OnlyContain(text => text == "");
        lines.Select(line => Differences(line, Lines.Read(line.GetProperty("line").GetString()!).Points.SingleOrDefault()))
            .Should().OnlyContain(text => text == "");
    }

    /// <summary>What differs between a recorded point and the one that was read; empty when nothing does.</summary>
    private static string Differences(JsonElement recorded, Point? read)
    {
        var line = recorded.GetProperty("line").GetString();
        if (read is null)
            return $"{line}: not read";

        var tags = recorded.GetProperty("tags").EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.ToString());
        var found = Enumerable.Range(0, read.Tags.Count).ToDictionary(i => read.Tags.Keys.Names[i], i => read.Tags.ValueAt(i));
        var fields = recorded.GetProperty("fields").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString());
        var values = Enumerable.Range(0, read.Layout.Count).ToDictionary(
            i => read.Layout.NameAt(i),
            i => read.Layout.TypeAt(i) == Dsl.Data.FieldType.String ? read.Text(i) : BitConverter.Int64BitsToDouble(read.Numbers[i]).ToString());
        return read.Name == recorded.GetProperty("name").GetString() && Same(tags, found) && Same(fields, values)
            ? ""
            : $"{line}: {read.Name} {string.Join(',', found)} {string.Join(',', values)}";
    }

    private static bool Same<T>(Dictionary<string, T> one, Dictionary<string, T> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && Equals(value, pair.Value));

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
