using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>
/// The function <c>printf</c>. Mistakes do not fail: they show in the text, as <c>%!verb(what)</c>.
/// </summary>
internal ref struct FormatPrinter
{
    private const int MaxNumber = 1_000_000;

    private readonly string _format;
    private readonly ReadOnlySpan<TemplateValue> _arguments;
    private readonly StringBuilder _builder;
    private readonly ValuePrinter _printer;
    private int _position;
    private int _next;
    private bool _reordered;
    private bool _goodIndex;
    private bool _afterIndex;
    private FormatFlags _flags;

    private FormatPrinter(string format, ReadOnlySpan<TemplateValue> arguments, int maxLength)
    {
        _format = format;
        _arguments = arguments;
        _builder = new StringBuilder(format.Length + 16);
        _printer = new ValuePrinter(_builder, maxLength);
    }

    private readonly bool IsAtEnd => _position >= _format.Length;

    private readonly char Current => IsAtEnd ? '\0' : _format[_position];

    /// <summary>The formatted text; null when it is longer than allowed.</summary>
    public static string? Format(string format, ReadOnlySpan<TemplateValue> arguments, int maxLength)
    {
        var printer = new FormatPrinter(format, arguments, maxLength);
        while (!printer.IsAtEnd && printer._builder.Length <= maxLength)
            printer.PrintNext();
        printer.PrintExtra();
        return printer._builder.Length > maxLength ? null : printer._builder.ToString();
    }

    private void PrintNext()
    {
        var verb = _format.IndexOf('%', _position);
        if (verb < 0)
            verb = _format.Length;
        _builder.Append(_format, _position, verb - _position);
        _position = verb + 1;
        if (verb >= _format.Length)
            return;

        _goodIndex = true;
        _afterIndex = false;
        _flags = default;
        ReadFlags();
        ReadIndex();
        ReadWidth();
        ReadPrecision();
        if (!_afterIndex)
            ReadIndex();
        PrintVerb();
    }

    private void ReadFlags()
    {
        for (; !IsAtEnd; _position++)
        {
            switch (Current)
            {
                case '#':
                    _flags.Sharp = true;
                    break;
                case '0':
                    _flags.Zero = !_flags.Minus;
                    break;
                case '+':
                    _flags.Plus = true;
                    break;
                case '-':
                    _flags.Minus = true;
                    _flags.Zero = false;
                    break;
                case ' ':
                    _flags.Space = true;
                    break;
                default:
                    return;
            }
        }
    }

    private void ReadWidth()
    {
        if (Current == '*')
        {
            _position++;
            _flags.Width = NextNumber();
            if (_flags.Width is null)
                _builder.Append("%!(BADWIDTH)");
            if (_flags.Width is < 0)
            {
                _flags.Width = -_flags.Width;
                _flags.Minus = true;
                _flags.Zero = false;
            }

            _afterIndex = false;
            return;
        }

        _flags.Width = ReadNumber();
        if (_afterIndex && _flags.Width is not null)
            _goodIndex = false;
    }

    private void ReadPrecision()
    {
        if (Current != '.')
            return;

        _position++;
        if (_afterIndex)
            _goodIndex = false;
        ReadIndex();
        if (Current == '*')
        {
            _position++;
            _flags.Precision = NextNumber();
            if (_flags.Precision is < 0)
                _flags.Precision = null;
            if (_flags.Precision is null)
                _builder.Append("%!(BADPREC)");
            _afterIndex = false;
            return;
        }

        _flags.Precision = ReadNumber() ?? 0;
    }

    private void ReadIndex()
    {
        if (Current != '[')
            return;

        _reordered = true;
        var close = _format.IndexOf(']', _position);
        if (close < 0)
        {
            _goodIndex = false;
            _position++;
            return;
        }

        var isNumber = int.TryParse(_format.AsSpan()[(_position + 1)..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        _position = close + 1;
        if (isNumber && index >= 1 && index <= _arguments.Length)
        {
            _next = index - 1;
            _afterIndex = true;
        }
        else
        {
            _goodIndex = false;
        }
    }

    private int? ReadNumber()
    {
        var start = _position;
        while (char.IsAsciiDigit(Current))
            _position++;
        if (start == _position)
            return null;

        return int.TryParse(_format.AsSpan()[start.._position], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxNumber
            ? number
            : null;
    }

    private int? NextNumber()
    {
        if (_next >= _arguments.Length)
            return null;

        var value = _arguments[_next++];
        var isWhole = value.Kind is TemplateValueKind.Int or TemplateValueKind.Int64 or TemplateValueKind.Byte or TemplateValueKind.Duration
            or TemplateValueKind.Month or TemplateValueKind.Weekday;
        return isWhole && Math.Abs((decimal)value.Integer) <= MaxNumber ? (int)value.Integer : null;
    }

    private void PrintVerb()
    {
        if (IsAtEnd)
        {
            _builder.Append("%!(NOVERB)");
            return;
        }

        Rune.DecodeFromUtf16(_format.AsSpan(_position), out var verb, out var length);
        _position += length;
        if (verb.Value == '%')
        {
            _builder.Append('%');
        }
        else if (!_goodIndex)
        {
            _builder.Append("%!").Append(verb).Append("(BADINDEX)");
        }
        else if (_next >= _arguments.Length)
        {
            _builder.Append("%!").Append(verb).Append("(MISSING)");
        }
        else
        {
            if (verb.Value == 'v')
            {
                _flags.Source = _flags.Sharp;
                _flags.Sharp = false;
                _flags.Named = _flags.Plus;
                _flags.Plus = false;
            }

            _printer.Print(_arguments[_next++], verb.Value, _flags);
        }
    }

    private void PrintExtra()
    {
        if (_reordered || _next >= _arguments.Length)
            return;

        _builder.Append("%!(EXTRA ");
        for (var i = _next; i < _arguments.Length; i++)
        {
            if (i > _next)
                _builder.Append(", ");
            if (!_arguments[i].IsNil)
                _builder.Append(TypeNames.Of(_arguments[i])).Append('=');
            _printer.Print(_arguments[i], 'v', default);
        }

        _builder.Append(')');
    }
}
