using System.Diagnostics;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Tests.Loading;

public sealed class TextFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_pipe_or_device_is_an_empty_file_and_holds_up_nobody()
    {
        if (OperatingSystem.IsWindows())
            return;
        var pipe = _folder.Of("z.tick");
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync();
        var device = _folder.Of("y.tick");
        File.CreateSymbolicLink(device, "/dev/zero");

        (await Task.Run(() => TextFile.Read(pipe) + TextFile.Read(device)).WaitAsync(TimeSpan.FromSeconds(30))).Should().BeEmpty();
        (await Task.Run(() => ConfigFile.Load(pipe, static _ => null)).WaitAsync(TimeSpan.FromSeconds(30))).Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_text_is_read_without_its_byte_order_mark()
    {
        var file = _folder.Of("a.tick");
        File.WriteAllBytes(file, [0xEF, 0xBB, 0xBF, (byte)'a', 0xC3, 0xA9]);

        TextFile.Read(file).Should().Be("aé");
    }

    [Fact]
    public void What_is_no_UTF_8_is_told()
    {
        var file = _folder.Of("a.tick");
        File.WriteAllBytes(file, [(byte)'a', 0xE9]);

        var read = () => TextFile.Read(file);

        read.Should().Throw<FileException>().WithMessage($"{file} is not text in UTF-8: save it in that encoding");
    }

    public void Dispose() => _folder.Dispose();
}
