namespace Tocsin.Engine.Hosting;

/// <summary>How a collector is spoken to.</summary>
public enum OtlpProtocol
{
    /// <summary>Protobuf by HTTP.</summary>
    Http,

    /// <summary>gRPC.</summary>
    Grpc,
}
