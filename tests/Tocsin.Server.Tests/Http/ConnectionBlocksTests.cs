using System.Runtime.InteropServices;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class ConnectionBlocksTests
{
    [Fact]
    public void A_block_that_came_back_is_given_out_again()
    {
        using var blocks = new ConnectionBlocks();
        var first = blocks.Rent();
        var bytes = BytesOf(first.Memory);
        first.Dispose();

        using var second = blocks.Rent(blocks.MaxBufferSize);

        BytesOf(second.Memory).Should().BeSameAs(bytes).And.HaveCount(blocks.MaxBufferSize);
    }

    [Fact]
    public void Blocks_that_are_out_at_once_are_different_ones()
    {
        using var blocks = new ConnectionBlocks();
        using var first = blocks.Rent();
        using var second = blocks.Rent();

        BytesOf(second.Memory).Should().NotBeSameAs(BytesOf(first.Memory));
    }

    [Fact]
    public void More_than_a_block_is_not_given()
    {
        using var blocks = new ConnectionBlocks();

        blocks.Invoking(pool => pool.Rent(pool.MaxBufferSize + 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out var bytes) ? bytes.Array! : []; // A block is an array.
}
