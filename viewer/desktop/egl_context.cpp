#include "viewer/desktop/egl_context.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <utility>

namespace viewer {

struct EglContext::Handles {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLSurface surface = EGL_NO_SURFACE;
  EGLContext context = EGL_NO_CONTEXT;
};

EglContext::EglContext(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}

EglContext::~EglContext() {
  eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext(handles_->display, handles_->context);
  eglDestroySurface(handles_->display, handles_->surface);
  eglTerminate(handles_->display);
}

std::unique_ptr<EglContext> EglContext::open(std::string& problem) {
  auto handles = std::make_unique<Handles>();
  handles->display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (handles->display == EGL_NO_DISPLAY || eglInitialize(handles->display, nullptr, nullptr) == EGL_FALSE) {
    problem = "EGL offers no surfaceless display";
    return nullptr;
  }
  eglBindAPI(EGL_OPENGL_API);
  const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_RED_SIZE, 8,
                           EGL_GREEN_SIZE, 8, EGL_BLUE_SIZE, 8, EGL_DEPTH_SIZE, 24, EGL_NONE};
  const EGLint small[] = {EGL_WIDTH, 16, EGL_HEIGHT, 16, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (eglChooseConfig(handles->display, wanted, &config, 1, &count) == EGL_TRUE && count > 0) {
    handles->surface = eglCreatePbufferSurface(handles->display, config, small);
    handles->context = eglCreateContext(handles->display, config, EGL_NO_CONTEXT, nullptr);
  }
  if (handles->context == EGL_NO_CONTEXT ||
      eglMakeCurrent(handles->display, handles->surface, handles->surface, handles->context) == EGL_FALSE) {
    problem = "EGL offers no OpenGL context with 24-bit depth";
    eglTerminate(handles->display);
    return nullptr;
  }
  return std::unique_ptr<EglContext>(new EglContext(std::move(handles)));
}

}  // namespace viewer
