using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// The memory of connections, in larger blocks than Kestrel's own: each block that a body of line protocol fills costs a call of the system and
/// wakes a thread.
/// </summary>
internal sealed class ConnectionBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    // A connection that waits holds none, one that has sent half a request at least one.
    private const int BlockSize = 16 * 1024;
    private const int MostKept = 256;

    private readonly ConcurrentQueue<Block> _kept = new();

    public override int MaxBufferSize => BlockSize;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        return _kept.TryDequeue(out var block) ? block : new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        // It is of the server and no connection's: blocks that come back later are welcome.
    }

    private void Return(Block block)
    {
        if (_kept.Count < MostKept)
            _kept.Enqueue(block);
    }

    private sealed class Block(ConnectionBlocks owner) : IMemoryOwner<byte>
    {
        // Pinned once for all that the system reads and writes.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

        public Memory<byte> Memory => MemoryMarshal.CreateFromPinnedArray(_bytes, 0, _bytes.Length);

        public void Dispose() => owner.Return(this);
    }
}
