using Tocsin.Inputs.Intake;

namespace Tocsin.Inputs.Collectd;

/// <summary>collectd's list of types: what the values of each are called. Immutable.</summary>
internal sealed class TypesDb
{
    private const long MostBytes = 16 * 1024 * 1024;

    private readonly Dictionary<string, string[]> _types = new(StringComparer.Ordinal);

    private TypesDb()
    {
    }

    /// <summary>Reads a file, or all files of a folder.</summary>
    /// <exception cref="InputException">There is none, or it cannot be read.</exception>
    public static TypesDb Load(string path)
    {
        var types = new TypesDb();
        try
        {
            foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : (IEnumerable<string>)[path])
                types.Read(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the types of collectd cannot be read: {problem.Message}. Name its file types.db with the option typesdb", problem);
        }

        return types;
    }

    /// <summary>The names of a type's values; null for an unknown type.</summary>
    public string[]? Find(string type) => _types.GetValueOrDefault(type);

    private void Read(string file)
    {
        if (new FileInfo(file).Length > MostBytes)
            throw new IOException($"{file} has more than {MostBytes} bytes");
        foreach (var line in File.ReadLines(file))
        {
            // NAME  VALUE:KIND:LEAST:MOST, VALUE:KIND:LEAST:MOST
            var words = line.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (words is [var name, _, ..] && !name.StartsWith('#'))
                _types[name] = [.. words.Skip(1).Select(word => word.Split(':')[0])];
        }
    }
}
