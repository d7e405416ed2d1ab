using YamlDotNet.Serialization;

namespace Fixtures;

public static class Part
{
    public static string Write(string text) => new SerializerBuilder().Build().Serialize(text);
}
