using Tocsin.Sdk;

namespace Fixtures;

[AlertHandler("future")]
public sealed class FutureHandler;
