using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Journals;

/// <summary>Reads one file of the journal, record by record, up to its end or to what is not whole.</summary>
internal sealed class JournalReader : IDisposable
{
    private const int BufferBytes = 1 << 18;

    private readonly FileStream _file;
    private readonly byte[] _head = new byte[JournalFormat.HeadBytes];
    private byte[] _bytes = [];
    private long _last;

    private JournalReader(FileStream file, JournalHeader header) => (_file, Header, Good, _last) = (file, header, JournalHeader.Length, header.First - 1);

    public JournalHeader Header { get; }

    /// <summary>Where the last whole record ends.</summary>
    public long Good { get; private set; }

    /// <summary>Why there are more bytes than records; null when there are none.</summary>
    public string? Problem { get; private set; }

    /// <exception cref="InvalidDataException">It is no file of a journal, or of another version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JournalReader Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.SequentialScan);
        try
        {
            var header = new byte[JournalHeader.Length];
            return new JournalReader(file, JournalHeader.Read(header.AsSpan(0, file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false))));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The next record; false at the end.</summary>
    public bool TryRead(out JournalRecord record)
    {
        record = default;
        var read = _file.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
        if (read == 0 || Problem is not null)
            return false;
        var (length, sum) = JournalFormat.ReadHead(_head);
        if (read < _head.Length || length is <= 0 or > JournalFormat.MostBytes || length > _file.Length - _file.Position)
            return Fail("a record is not whole");
        if (_bytes.Length < length)
            _bytes = new byte[Math.Max(length, 2 * _bytes.Length)];
        if (_file.ReadAtLeast(_bytes.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
            return Fail("a record is not whole");
        if (Crc32C.Of(_bytes.AsSpan(0, length)) != sum)
            return Fail("the checksum of a record is wrong");
        try
        {
            record = JournalFormat.Read(_bytes.AsMemory(0, length), _last);
        }
        catch (InvalidDataException problem)
        {
            return Fail(problem.Message);
        }

        if (record.Entry is not null && record.Position != _last + 1)
            return Fail($"the record after {_last} has the position {record.Position}");
        _last = record.Position;
        Good += JournalFormat.HeadBytes + length;
        return true;
    }

    public void Dispose() => _file.Dispose();

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }
}
