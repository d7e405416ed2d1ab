using System.Buffers;
using Google.Protobuf;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace MovingAverage;

/// <summary>
/// Serves one use of a function: reads requests, calls the function and writes what it sends, on the standard input and output or on a connection.
/// Answers leave when everything that was there is worked off.
/// </summary>
public sealed class Agent(Stream input, Stream output)
{
    private readonly ArrayBufferWriter<byte> _answers = new();

    /// <summary>Serves until the server closes its end.</summary>
    public void Run(Function function)
    {
        var pending = new byte[64 * 1024];
        var (start, end) = (0, 0);
        while (true)
        {
            while (TryRead(pending.AsSpan(start, end - start), out var request, out var length))
            {
                start += length;
                Take(function, request);
            }

            Flush();
            if (start > 0)
                pending.AsSpan(start, end - start).CopyTo(pending);
            (start, end) = (0, end - start);
            if (end == pending.Length)
                Array.Resize(ref pending, pending.Length * 2);
            var read = input.Read(pending, end, pending.Length - end);
            if (read == 0)
                break;
            end += read;
        }

        function.Stopped(this);
        Flush();
    }

    /// <summary>Passes a point on.</summary>
    public void Send(Point point) => Send(new Response { Point = point });

    /// <summary>Sends any message, such as the begin of a batch.</summary>
    public void Send(Response message)
    {
        var length = message.CalculateSize();
        var head = new byte[CodedOutputStream.ComputeLengthSize(length)];
        using (var writer = new CodedOutputStream(head))
            writer.WriteLength(length);
        _answers.Write(head);
        message.WriteTo(_answers);
        if (_answers.WrittenCount > 64 * 1024)
            Flush();
    }

    /// <summary>Writes what was sent.</summary>
    public void Flush()
    {
        output.Write(_answers.WrittenSpan);
        output.Flush();
        _answers.ResetWrittenCount();
    }

    private static bool TryRead(ReadOnlySpan<byte> pending, out Request request, out int whole)
    {
        (request, whole) = (new Request(), 0);
        var length = 0;
        for (var at = 0; at < pending.Length; at++)
        {
            length |= (pending[at] & 0x7F) << (7 * at);
            if ((pending[at] & 0x80) != 0)
                continue;

            whole = at + 1 + length;
            if (pending.Length < whole)
                return false;
            request = Request.Parser.ParseFrom(pending.Slice(at + 1, length));
            return true;
        }

        return false;
    }

    private void Take(Function function, Request request)
    {
        switch (request.MessageCase)
        {
            case Request.MessageOneofCase.Info:
                Send(new Response { Info = function.Describe() });
                break;
            case Request.MessageOneofCase.Init:
                var refusal = function.Init(request.Init);
                Send(new Response { Init = new InitResponse { Success = refusal is null, Error = refusal ?? "" } });
                break;
            case Request.MessageOneofCase.Keepalive:
                if (function.IsAlive)
                    Send(new Response { Keepalive = new KeepaliveResponse { Time = request.Keepalive.Time } });
                break;
            case Request.MessageOneofCase.Snapshot:
                Send(new Response { Snapshot = new SnapshotResponse { Snapshot = ByteString.CopyFrom(function.Snapshot()) } });
                break;
            case Request.MessageOneofCase.Restore:
                var problem = function.Restore(request.Restore.Snapshot.ToByteArray());
                Send(new Response { Restore = new RestoreResponse { Success = problem is null, Error = problem ?? "" } });
                break;
            case Request.MessageOneofCase.Begin:
                function.Begin(request.Begin, this);
                break;
            case Request.MessageOneofCase.Point:
                function.Take(request.Point, this);
                break;
            case Request.MessageOneofCase.End:
                function.End(request.End, this);
                break;
        }
    }
}
