using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class RegularFileTests
{
    [Fact]
    public void A_file_is_read_also_through_a_link()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "secret");
        var link = Path.Combine(folder.Path, "link");
        File.WriteAllText(file, "\uFEFFwörd\n");
        File.CreateSymbolicLink(link, file);

        RegularFile.ReadText(file).Should().Be("wörd\n");
        RegularFile.ReadText(link).Should().Be("wörd\n");
        Expand($"${{file:{link}}}").Should().Be(("wörd", null));
    }

    [Fact]
    public void A_device_that_never_ends_is_not_read()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TempFolder();
        var link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, "/dev/zero");

        Expand("${file:/dev/zero}").Error.Should().Be("the file of a variable cannot be read: the file /dev/zero is empty, or no regular file");
        Expand($"${{file:{link}}}").Error.Should().Contain("no regular file");
        Expand($"${{file:{folder.Path}}}").Error.Should().Contain("there is no file");
    }

    [Fact]
    public void A_large_file_is_not_read()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "large");
        using (var large = File.Create(file))
            large.SetLength(RegularFile.MostBytes + 1L);

        Expand($"${{file:{file}}}").Error.Should().EndWith($"the file {file} has 1048577 bytes, more than 1048576");
    }

    private static (string Text, string? Error) Expand(string text)
    {
        ConfigVariables.Expand(text, static _ => null, out var expanded, out var error);
        return (expanded, error);
    }
}
