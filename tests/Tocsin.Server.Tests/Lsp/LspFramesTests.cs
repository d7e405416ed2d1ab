using System.Text;
using Tocsin.Server.Lsp.Messages;

namespace Tocsin.Server.Tests.Lsp;

public sealed class LspFramesTests
{
    [Fact]
    public async Task Who_gives_up_does_not_wait_for_an_input_that_goes_on_waiting()
    {
        using var frames = new LspFrames(new PatientStream(), Stream.Null);
        using var end = new CancellationTokenSource();
        var reading = frames.ReadAsync(end.Token).AsTask();

        await end.CancelAsync();

        await reading.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(60))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Messages_come_whole_however_they_are_cut()
    {
        using var frames = new LspFrames(new CutStream(Encoding.UTF8.GetBytes("Content-Length: 2\r\n\r\n{}Content-Type: x\r\ncontent-length: 3\r\n\r\n[1]")), Stream.Null);
        Encoding.UTF8.GetString((await frames.ReadAsync(CancellationToken.None))!).Should().Be("{}");
        Encoding.UTF8.GetString((await frames.ReadAsync(CancellationToken.None))!).Should().Be("[1]");
        (await frames.ReadAsync(CancellationToken.None)).Should().BeNull();
    }

    /// <summary>As the standard input of a process: nobody can call a read back.</summary>
    private sealed class PatientStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(new TaskCompletionSource<int>().Task);
    }

    /// <summary>Gives one byte at a time.</summary>
    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
