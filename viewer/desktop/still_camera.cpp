#include "viewer/desktop/still_camera.hpp"

#include <algorithm>
#include <cstdlib>
#include <osg/GLExtensions>
#include <osgDB/WriteFile>
#include <osgViewer/Viewer>
#include <utility>

#include "viewer/desktop/egl_context.hpp"

namespace viewer {
namespace {

constexpr unsigned kSamples = 4;

osg::ref_ptr<osg::GraphicsContext> through_x() {
  if (std::getenv("DISPLAY") == nullptr) return nullptr;
  osg::ref_ptr<osg::GraphicsContext::Traits> traits = new osg::GraphicsContext::Traits;
  traits->readDISPLAY();
  traits->width = traits->height = 16;
  traits->pbuffer = true;
  traits->depth = 24;
  osg::ref_ptr<osg::GraphicsContext> context = osg::GraphicsContext::createGraphicsContext(traits);
  return context.valid() && context->valid() ? context : nullptr;
}

/// The vendor-neutral libGL answers every function name, so OpenSceneGraph believes in coverage samples
/// that are not there and gets no frame buffer. Only the extension list tells.
void trust_extension_list(osg::GraphicsContext& context) {
  context.makeCurrent();
  const unsigned id = context.getState()->getContextID();
  if (!osg::isGLExtensionSupported(id, "GL_NV_framebuffer_multisample_coverage")) {
    osg::GLExtensions::Get(id, true)->glRenderbufferStorageMultisampleCoverageNV = nullptr;
  }
}

}  // namespace

struct StillCamera::Impl {
  int width, height;
  std::unique_ptr<EglContext> egl;
  osg::ref_ptr<osgViewer::Viewer> viewer = new osgViewer::Viewer;
  osg::ref_ptr<osg::Image> image = new osg::Image;
};

StillCamera::StillCamera(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

StillCamera::~StillCamera() {
  // OpenGL objects go while their context still lives.
  impl_->viewer->setSceneData(nullptr);
  impl_->viewer = nullptr;
}

Outcome<std::unique_ptr<StillCamera>> StillCamera::open(int width, int height) {
  using Failed = Outcome<std::unique_ptr<StillCamera>>;
  auto impl = std::make_unique<Impl>();
  impl->width = width;
  impl->height = height;
  std::string problem;
  impl->egl = EglContext::open(problem);
  osg::ref_ptr<osg::GraphicsContext> context;
  if (impl->egl) {
    context = new osgViewer::GraphicsWindowEmbedded(0, 0, width, height);
  } else {
    context = through_x();
  }
  if (!context) return Failed::failed("no OpenGL: " + problem + ", and no X display; install Mesa's EGL or set DISPLAY");

  trust_extension_list(*context);
  auto& viewer = *impl->viewer;
  viewer.setThreadingModel(osgViewer::ViewerBase::SingleThreaded);
  viewer.setCameraManipulator(nullptr);
  viewer.setLightingMode(osg::View::NO_LIGHT);
  impl->image->allocateImage(width, height, 1, GL_RGBA, GL_UNSIGNED_BYTE);
  auto* camera = viewer.getCamera();
  camera->setGraphicsContext(context);
  camera->setViewport(0, 0, width, height);
  camera->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
  camera->setCullingMode(camera->getCullingMode() & ~osg::CullSettings::SMALL_FEATURE_CULLING);
  camera->setRenderTargetImplementation(osg::Camera::FRAME_BUFFER_OBJECT);
  camera->attach(osg::Camera::COLOR_BUFFER, impl->image, kSamples, kSamples);
  camera->getOrCreateStateSet()->setMode(GL_MULTISAMPLE, osg::StateAttribute::ON);
  return {std::unique_ptr<StillCamera>(new StillCamera(std::move(impl))), {}};
}

osg::ref_ptr<osg::Image> StillCamera::take(Picture& picture) {
  auto& viewer = *impl_->viewer;
  if (viewer.getSceneData() != picture.node()) viewer.setSceneData(picture.node());
  // The second frame has every texture and letter of the first.
  for (int frame = 0; frame < 2; ++frame) {
    picture.prepare(*viewer.getCamera(), impl_->width, impl_->height);
    viewer.frame();
  }
  return new osg::Image(*impl_->image);
}

Outcome<bool> write_png(const osg::Image& image, const std::string& file) {
  osg::ref_ptr<osg::Image> opaque = new osg::Image;
  opaque->allocateImage(image.s(), image.t(), 1, GL_RGB, GL_UNSIGNED_BYTE);
  for (int row = 0; row < image.t(); ++row) {
    for (int column = 0; column < image.s(); ++column) {
      std::copy_n(image.data(static_cast<unsigned>(column), static_cast<unsigned>(row)), 3,
                  opaque->data(static_cast<unsigned>(column), static_cast<unsigned>(row)));
    }
  }
  if (!osgDB::writeImageFile(*opaque, file)) return Outcome<bool>::failed("cannot write \"" + file + "\" as PNG");
  return {true, {}};
}

}  // namespace viewer
