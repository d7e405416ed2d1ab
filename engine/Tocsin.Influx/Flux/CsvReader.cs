using System.Text;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Flux;

/// <summary>Reads records of comma-separated values, with quotes, from a body that arrives in pieces.</summary>
internal sealed class CsvReader(InfluxReply reply)
{
    private const int PieceBytes = 64 * 1024;
    private const int MostCharacters = 16 * 1024 * 1024;

    private readonly byte[] _bytes = new byte[PieceBytes];
    private readonly char[] _chars = new char[PieceBytes + 1];
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _value = new();
    private int _at;
    private int _count;
    private bool _isOver;

    /// <summary>The next record; null at the end. An empty line is a record without values.</summary>
    public async ValueTask<List<string>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            return null;

        var record = new List<string>();
        var isQuoted = false;
        while (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            var c = _chars[_at++];
            if (isQuoted)
            {
                if (c != '"')
                    Append(c);
                else if (await FillAsync(cancellationToken).ConfigureAwait(false) && _chars[_at] == '"')
                    Append(_chars[_at++]);
                else
                    isQuoted = false;
            }
            else if (c == '"')
                isQuoted = true;
            else if (c == ',')
                Take(record);
            else if (c == '\n')
                break;
            else if (c != '\r')
                Append(c);
        }

        if (isQuoted)
            throw new InfluxException(InfluxFailure.Garbled, $"the answer of {reply.From} breaks off after {reply.BytesRead} bytes, within quotes");
        if (record.Count > 0 || _value.Length > 0)
            Take(record);
        return record;
    }

    private void Append(char c)
    {
        if (_value.Length >= MostCharacters)
            throw new InfluxException(InfluxFailure.TooLarge, $"a value in the answer of {reply.From} has more than {MostCharacters} characters");
        _value.Append(c);
    }

    private void Take(List<string> record)
    {
        record.Add(_value.ToString());
        _value.Clear();
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (_at == _count && !_isOver)
        {
            var read = await reply.ReadAsync(_bytes, cancellationToken).ConfigureAwait(false);
            _isOver = read == 0;
            _at = 0;
            _count = _decoder.GetChars(_bytes, 0, read, _chars, 0, _isOver);
        }

        return _at < _count;
    }
}
